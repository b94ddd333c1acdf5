// What a firm of a journey stands on: a data folder, a database and a mail server of its own.
import { dataFolder } from "./bellwether.js";
import { database } from "./databases.js";
import { mailServer } from "./mail.js";

// Makes a firm on it and tells its story; whatever happens, all of it is cleared away. `manner` is how the mail server behaves.
export async function onGround(engine, manner, Firm, story) {
  const { folder: data, remove } = await dataFolder();
  const db = await database(engine);
  const mail = await mailServer(manner);
  const firm = new Firm({ data, url: db.url }, mail);
  try {
    await story(firm);
  } finally {
    await firm.context?.close();
    await firm.server?.kill();
    await mail.stop();
    await db.remove();
    await remove();
  }
}
