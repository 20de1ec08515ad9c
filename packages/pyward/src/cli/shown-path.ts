import { relative, sep } from "node:path";

/** Relative to the working directory when below it, else to what was named; POSIX; "." for the place itself. */
export function shownPath(path: string, cwd: string, base: string): string {
  const shown = posix(relative(isInside(path, cwd) ? cwd : base, path));
  return shown === "" ? "." : shown;
}

/** A report shows the same few paths thousands of times. */
export function remember(display: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const shown = known.get(path) ?? display(path);
    known.set(path, shown);
    return shown;
  };
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export function posix(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
