// Both databases: every journey runs on each. A PostgreSQL journey gets a database of its own.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

const run = promisify(execFile);
const server = process.env.BELLWETHER_TEST_POSTGRES;

export const engines = ["sqlite", "postgres"];

// { url, remove }: for SQLite there is no URL, the data folder is the database.
export async function database(engine) {
  if (engine === "sqlite") return { url: undefined, remove: async () => {} };
  if (!server) throw new Error("BELLWETHER_TEST_POSTGRES is not set; `cargo xtask test browser` sets it.");
  const name = `journey_${randomBytes(6).toString("hex")}`;
  await psql(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => psql(`drop database if exists ${name} with (force)`) };
}

async function psql(statement) {
  await run("psql", [server, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement]);
}
