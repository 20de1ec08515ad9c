import { normalizeName } from "../python/index.ts";

/**
 * What records about CPython itself stand under in a database. It is no name that a package index could have: PyPI's `cpython` is somebody's package and not the
 * interpreter. Scanners of images name an interpreter by this purl, whose type has no namespace and no registry.
 */
export const INTERPRETER = normalizeName("pkg:generic/python");
