// Where things are. The binary is the one that was built for the tests, unless BELLWETHER_BINARY says otherwise.
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
export const binary = process.env.BELLWETHER_BINARY ?? path.join(target, "debug/bellwether");
export const samples = path.join(root, "samples");
export const screenshots = process.env.BELLWETHER_SCREENSHOTS ?? path.join(target, "screenshots");
