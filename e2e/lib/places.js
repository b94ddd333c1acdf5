// The servers on which every page is looked at: the demonstration under way and emptied, and real ones before set-up, without
// a program, with one in which nothing has happened, with one that many answers have taught, and with a database that lacks a table.
import { dataFolder, demo, serve } from "./bellwether.js";
import { post, send } from "./forms.js";
import { beginProgram, setUp } from "./people.js";
import { ids, rows } from "./tables.js";
import { taught } from "./taught.js";
import { underWay } from "./underway.js";

// Starts them all. Returns name → { server, known: parts of addresses, people: whose browser state }, and how to end them.
export async function openPlaces(browser) {
  const put = [];
  const close = async () => { for (const away of put.splice(0).reverse()) await away(); };
  const ground = { browser, put };
  try {
    const [demonstration, cleared, bare, begun, broken, learned, fresh] = await Promise.all([
      underWayNow(ground), emptied(ground), alone(ground), alone(ground, withProgram), alone(ground, withoutTable), alone(ground, withAnswers), beforeSetUp(ground),
    ]);
    return { places: { demo: demonstration, cleared, bare, begun, broken, taught: learned, fresh }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function folder({ put }) {
  const { folder: data, remove } = await dataFolder();
  put.push(remove);
  return data;
}

async function started({ put }, how) {
  const server = await how;
  put.push(server.stop);
  return server;
}

async function remember(pages) {
  const people = {};
  for (const [who, page] of Object.entries(pages)) people[who] = await page.context().storageState();
  await Promise.all([...new Set(Object.values(pages))].map((page) => page.context().close()));
  return people;
}

async function underWayNow(ground) {
  const data = await folder(ground);
  const server = await started(ground, demo({ data }));
  const world = await underWay(ground.browser, server, data);
  return { server, known: world.ids, people: await remember(world.pages) };
}

async function emptied(ground) {
  const data = await folder(ground);
  const real = await serve({ data });
  const page = await (await ground.browser.newContext()).newPage();
  await setUp(real, page).finally(real.stop); // somebody is there, so that the demonstration need not live through its weeks
  const server = await started(ground, demo({ data }));
  await post(page, server, "/demo/start-empty");
  await page.context().close();
  return { server, known: {}, people: {} };
}

async function beforeSetUp(ground) {
  const server = await started(ground, serve({ data: await folder(ground) }));
  return { server, known: { setup: new URL(server.said.err.match(/https?:\/\/\S+\/setup\/\S+/)[0]).pathname }, people: {} };
}

async function alone(ground, then = () => ({})) {
  const data = await folder(ground);
  const server = await started(ground, serve({ data }));
  const page = await (await ground.browser.newContext()).newPage();
  await setUp(server, page);
  const known = await then(page, server, data);
  return { server, known, people: await remember({ administrator: page }) };
}

async function withProgram(page, server, data) {
  await beginProgram(page, server);
  const [program] = await ids({ data }, "select id from programs");
  await post(page, server, `/programs/${program}/open`, { to: "all" });
  await send(page, server, "/outbox", "/outbox/hold");
  return { program };
}

async function withAnswers(page, server, data) {
  const { program } = await withProgram(page, server, data);
  return taught(page, server, { data, program });
}

async function withoutTable(page, server, data) {
  await rows({ data }, "alter table imports rename to gone");
  return {};
}
