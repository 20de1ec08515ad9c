import { indexAt } from "./advisory-index/at.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { groupRecords } from "./match/index.ts";

/**
 * The database as it answers as of a moment: `public`, what the world could know, or `known`, what the database held. What
 * it held cannot be told without a history, which is missing data and no guess.
 */
export function databaseAt(database: OpenedDatabase, by: "public" | "known", moment: Date): OpenedDatabase {
  if (database.index === null) return database;
  const time = `${moment.toISOString().slice(0, 19)}Z`;
  if (by === "public") return { ...database, index: indexAt(database.index, time, groupRecords) };
  database.index.close();
  const day = time.slice(0, 10);
  const reason = `this database has no history, so what it held on ${day} is not known: --as-of ${day} asks for what was public then, --database takes a database of that day`;
  return { index: null, reason };
}
