import { HttpFailure, type ByteSource, type Http, type Progress } from "../../host/index.ts";
import { parseObject } from "../../model/index.ts";
import { filesOfArchive } from "../image-files.ts";
import { DOCUMENT_LIMIT, LAYER_LIMITS } from "../limits.ts";
import type { ImageFiles } from "../linked-files.ts";
import { ask, wholeOf, type Answer } from "../../host/ask.ts";
import { noFiles } from "./registry-files.ts";

/** A container engine with Docker's API, and an image that it has. */
export interface EngineImage {
  /** As `parseEngineName` gives it. */
  readonly name: string;
  /** What it is called in messages. */
  readonly engine: string;
  readonly url: URL;
  /** Null: by the host and port of the URL. */
  readonly socket: string | null;
  readonly http: Http;
  /** Keeps an archive until its source is closed; throws the system's error, and a RangeError beyond so many bytes. */
  readonly keep: (pieces: AsyncIterable<Uint8Array>, limit: number) => Promise<ByteSource>;
}

/** What an engine has given, until it is closed. */
interface EngineFiles {
  readonly files: ImageFiles;
  /** The image's own id; null where the engine says none. */
  readonly id: string | null;
  close(): void;
}

/** The image as `docker save` writes it. What goes wrong is the problem of the files. */
export async function engineFiles(image: EngineImage, progress: Progress): Promise<EngineFiles> {
  const { name, engine, keep } = image;
  progress.step(`asking ${engine} for ${name}`);
  try {
    const id = await idOf(image);
    const source = await keep(savedBy(image, progress), LAYER_LIMITS.maxTotal);
    return { files: await filesOfArchive(source), id, close: () => source.close() };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    const files = noFiles({ code: "unreachable", reason: `${engine}: ${reason}` });
    return { files, id: null, close: () => undefined };
  }
}

/** "Inspect an image" of Docker's Engine API: quick, and so the first to say that there is none. */
async function idOf(image: EngineImage): Promise<string | null> {
  const text = (await wholeOf(await get(image, "json"), DOCUMENT_LIMIT)).toString("utf8");
  const id = parseObject(text)?.["Id"];
  return typeof id === "string" && /^(?:sha256:)?[0-9a-f]{64}$/.test(id) ? id : null;
}

/** "Export an image". */
async function* savedBy(image: EngineImage, progress: Progress): AsyncGenerator<Uint8Array> {
  const { body } = await get(image, "get");
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    progress.step("fetching, MB", Math.ceil(size / 1_000_000));
    yield piece;
  }
}

async function get({ name, url, socket, http }: EngineImage, what: string): Promise<Answer> {
  const answer = await ask(http, {
    url: new URL(`/images/${name}/${what}`, url),
    headers: {},
    authorization: null,
    ...(socket === null ? {} : { socket }),
  });
  if (answer.status === 200) return answer;
  answer.discard();
  const isMissing = answer.status === 404;
  const refused = `it answers with status ${answer.status}; its own command \`save\` may say why`;
  throw new HttpFailure(isMissing ? "it has no image of this name" : refused, false);
}

/** Null where it is a defect of ours. */
function reasonOf(error: unknown): string | null {
  if (error instanceof HttpFailure) return error.message;
  if (error instanceof RangeError) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return null;
  return error.code === "ENOSPC"
    ? "there is no room for the image in the folder of temporary files (TMPDIR names another one)"
    : `the image cannot be kept in the folder of temporary files: ${String(error.code)}`;
}
