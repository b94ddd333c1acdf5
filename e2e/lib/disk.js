// A small disk of one's own, to be filled up: a tmpfs of so many megabytes. Only root may mount one.
import { execFile } from "node:child_process";
import { closeSync, existsSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const BLOCK = Buffer.alloc(4096, 1);

export async function smallDisk(megabytes) {
  const folder = await mkdtemp(path.join(tmpdir(), "bellwether-disk-"));
  const ballast = path.join(folder, "ballast");
  try {
    await asRoot("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700,uid=${process.getuid()}`, "tmpfs", folder);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw new Error(`No small disk can be mounted here, so a full disk cannot be tried. Run this as root, or where sudo asks no password. ${error.message}`);
  }
  return {
    folder,
    data: path.join(folder, "data"),
    // Leaves no byte; or what is left once `spare` kilobytes were kept free.
    fill: (spare = 0) => fill(ballast, spare),
    free: () => rmSync(ballast, { force: true }),
    remove: async () => {
      await asRoot("umount", "--lazy", folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function asRoot(...command) {
  return process.getuid() === 0 ? run(command[0], command.slice(1)) : run("sudo", ["-n", ...command]);
}

function fill(file, spare) {
  const kept = `${file}.spare`;
  if (spare > 0) write(kept, spare * 1024);
  write(file, Infinity);
  if (existsSync(kept)) rmSync(kept);
}

// Adds blocks until there are enough bytes, or no room for another.
function write(file, bytes) {
  const to = openSync(file, "a");
  try {
    for (let left = bytes; left > 0; left -= BLOCK.length) writeSync(to, BLOCK);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  } finally {
    closeSync(to);
  }
}
