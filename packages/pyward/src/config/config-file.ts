import type { FileTree } from "../host/index.ts";
import type { Bar, ConfigPlace, DeclaredIndex, Waiver } from "../model/index.ts";
import type { KeyName } from "./keys.ts";

/** A text of a list, with its own line. */
export interface PlacedText {
  readonly text: string;
  readonly place: ConfigPlace;
  readonly span: Span;
}

export type SettingValue =
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "whole"; readonly value: number }
  | { readonly kind: "share"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "list"; readonly items: readonly PlacedText[] };

/** `key = value`. */
export interface Setting {
  readonly key: KeyName;
  readonly value: SettingValue;
  readonly place: ConfigPlace;
}

/** Half-open range of UTF-16 code units of the file's text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One `[[waivers]]`, or one text of `ignore`. */
export interface WaiverEntry extends Waiver {
  /** The header, or the text in its list. */
  readonly span: Span;
}

/** `extends`. */
export interface Extension {
  readonly file: string;
  readonly sha256: string | null;
  /** Ed25519 public key, base64, that signs the file in `FILE.sig`. */
  readonly key: string | null;
  readonly place: ConfigPlace;
}

/** A place of advisories in the tree of the file that names it. */
export interface BroughtAdvisories {
  readonly tree: FileTree;
  readonly path: string;
  readonly feed: string;
  readonly title: string;
  readonly place: ConfigPlace;
}

/** One file of configuration, read. */
export interface ConfigFile {
  /** As people see it. */
  readonly path: string;
  readonly sha256: string;
  readonly isTrusted: boolean;
  /** Folder that patterns of paths are relative to, in the coordinates of the audited tree. */
  readonly folder: string;
  readonly settings: readonly Setting[];
  readonly waivers: readonly WaiverEntry[];
  readonly bars: readonly Bar[];
  readonly indexes: readonly DeclaredIndex[];
  /** Advisories that a repository brings: they count without trust, as far as they add. Of a trusted file they are a setting. */
  readonly advisories: readonly BroughtAdvisories[];
  readonly extension: Extension | null;
}

/** What is wrong with a file, and where. `hint`: what to do; null where the message says it. */
export interface ConfigProblem {
  readonly place: ConfigPlace;
  readonly message: string;
  readonly hint: string | null;
}
