import type { WeaknessId } from "../../model/index.ts";

/** A weakness and the phrases that name it, between bars. */
export type PhraseRow = readonly [WeaknessId, string];

/**
 * Phrases that name a weakness itself, in lower case with single spaces for whatever is no letter or digit. A phrase
 * that products use of themselves ("authentication", "sandbox") or that is as often an effect as a cause is not here.
 */
export const CAUSES: readonly PhraseRow[] = [
  [
    "malicious-package",
    "malicious package exfiltrated | malicious version of | malicious code was | malicious dependency | contains malware | contained malware | typosquatting package | embedded malicious code | credential stealer | backdoor inserted by a third party | code execution backdoor | malicious versions were published | backdoored",
  ],
  [
    "cross-site-scripting",
    "cross site scripting | cross site scripting xss | xss | inject arbitrary web script | inject arbitrary javascript",
  ],
  ["sql-injection", "sql injection | sql injections | sqli | execute arbitrary sql | inject arbitrary sql"],
  ["nosql-injection", "nosql injection | cypher injection | cql injection"],
  ["ldap-injection", "ldap injection"],
  ["command-injection", "command injection | command injections | shell injection | shell metacharacters"],
  ["argument-injection", "argument injection | option injection"],
  ["code-injection", "code injection | eval injection"],
  ["template-injection", "template injection | ssti"],
  ["csv-injection", "csv injection | formula injection | formula elements in a csv file"],
  ["log-injection", "log injection | log forging | output neutralization for logs"],
  ["header-injection", "crlf injection | header injection | response splitting | crlf sequences"],
  ["prompt-injection", "prompt injection"],
  [
    "request-smuggling",
    "request smuggling | response smuggling | inconsistent interpretation of http requests",
  ],
  [
    "path-traversal",
    "path traversal | directory traversal | zip slip | zipslip | tarslip | limitation of a pathname to a restricted directory | external control of file name or path",
  ],
  ["local-file-inclusion", "local file inclusion | local file include | lfi"],
  [
    "arbitrary-file-read",
    "arbitrary file read | arbitrary file reads | arbitrary file access | local file read | arbitrary local file read | arbitrary file disclosure | local file disclosure",
  ],
  [
    "arbitrary-file-write",
    "arbitrary file write | arbitrary file writes | arbitrary file overwrite | arbitrary file creation",
  ],
  [
    "arbitrary-file-deletion",
    "arbitrary file deletion | arbitrary file delete | arbitrary directory deletion",
  ],
  [
    "unrestricted-upload",
    "unrestricted upload | unrestricted file upload | arbitrary file upload | upload of file with dangerous type",
  ],
  [
    "symlink-following",
    "symlink attack | symlink following | link following | symlink attacks | symbolic link attack | follows symlinks | follows symbolic links",
  ],
  [
    "insecure-temporary-file",
    "insecure temporary file | insecure temporary files | temporary file with insecure permissions | predictable temporary file | temporary file in directory with insecure permissions",
  ],
  ["ssrf", "server side request forgery | ssrf"],
  ["csrf", "cross site request forgery | csrf | xsrf"],
  [
    "open-redirect",
    "open redirect | open redirects | open redirection | url redirection to untrusted site | redirect users to arbitrary web sites",
  ],
  ["clickjacking", "clickjacking | ui redressing | rendered ui layers or frames"],
  [
    "cross-origin",
    "cors misconfiguration | overly permissive cors | permissive cross domain policy | permissive cors | origin validation error | cross site websocket hijacking",
  ],
  ["dns-rebinding", "dns rebinding"],
  ["cache-poisoning", "cache poisoning | web cache deception"],
  [
    "xxe",
    "xml external entity | xml external entities | xxe | external entity injection | external entity reference | external entities",
  ],
  ["xml-entity-expansion", "xml entity expansion | billion laughs | recursive entity references in dtds"],
  [
    "deserialization",
    "deserialization of untrusted data | insecure deserialization | unsafe deserialization | untrusted deserialization | pickle deserialization | deserialization vulnerability | deserializing untrusted | deserializes untrusted | unsafe pickle | insecure pickle | unsafe yaml | pickle python module unsafely | unsafe yaml deserialization | unsafe unpickling | untrusted pickle | pyyaml deserialization | yaml deserialization",
  ],
  ["prototype-pollution", "prototype pollution | class pollution"],
  [
    "sandbox-escape",
    "sandbox escape | sandbox escapes | sandbox bypass | sandbox breakout | escape the sandbox | escape from the sandbox",
  ],
  [
    "detection-bypass",
    "missing detection | detection bypass | static analysis bypass | scanner bypass | scanning bypass | bypass of scanning | fails to detect malicious | bypass detection",
  ],
  [
    "privilege-escalation",
    "privilege escalation | escalation of privileges | escalation of privilege | elevation of privilege | elevation of privileges | improper privilege management | escalate privileges | escalate their privileges | gain privileges",
  ],
  [
    "authentication-bypass",
    "authentication bypass | bypass authentication | bypasses authentication | auth bypass",
  ],
  [
    "missing-authentication",
    "missing authentication | lack of authentication | lacks authentication | unauthenticated api access",
  ],
  ["improper-authentication", "improper authentication | incorrect authentication | broken authentication"],
  [
    "access-control",
    "authorization bypass | missing authorization | improper authorization | incorrect authorization | broken access control | improper access control | incorrect access control | idor | insecure direct object reference | insecure direct object references | access control bypass | broken object level authorization | bypass intended access restrictions | missing permission check | missing permission checks | missing access control | permission bypass | permissions bypass",
  ],
  ["session-fixation", "session fixation"],
  ["session-expiration", "insufficient session expiration"],
  [
    "user-enumeration",
    "user enumeration | username enumeration | account enumeration | enumerate users | enumerate usernames | enumerate valid usernames",
  ],
  [
    "brute-force",
    "restriction of excessive authentication attempts | brute force attack | brute force attacks",
  ],
  [
    "hard-coded-credentials",
    "hardcoded credentials | hard coded credentials | hard coded credential | hard coded password | hardcoded password | hard coded secret | hardcoded secret | hard coded cryptographic key | hard coded jwt secret | hardcoded jwt secret | hard coded secret key | default credentials",
  ],
  [
    "certificate-validation",
    "improper certificate validation | improper following of a certificate s chain of trust | does not verify x 509 certificates | not verify ssl certificates | not validate ssl certificates | not validate tls certificates | not verify tls certificates | does not verify the ssl certificate | certificate validation bypass | certificate verification bypass | disabled certificate validation | missing certificate validation | missing ssl certificate validation | ssl certificate verification disabled | does not verify that the server hostname matches a domain name",
  ],
  [
    "signature-verification",
    "verification of cryptographic signature | signature verification bypass | signature bypass | signature forgery | signature wrapping | jwt forgery | algorithm confusion",
  ],
  [
    "weak-cryptography",
    "broken or risky cryptographic algorithm | inadequate encryption strength | weak encryption | weak cryptographic | weak hash | weak hashing | weak key",
  ],
  [
    "insecure-randomness",
    "insufficient entropy | insecure randomness | insufficiently random values | cryptographically weak pseudo random | cryptographically weak prng | weak prng | predictable random",
  ],
  [
    "timing-side-channel",
    "timing attack | timing attacks | timing side channel | timing side channels | observable timing discrepancy | timing oracle | timing based",
  ],
  [
    "cleartext-storage",
    "cleartext storage | plaintext storage | stored in plaintext | stored in plain text | stored in cleartext | stored in clear text | stores passwords in plaintext",
  ],
  [
    "sensitive-logging",
    "sensitive information into log file | sensitive information in log | sensitive information in log files | secrets in logs | credentials in logs | passwords in logs",
  ],
  ["race-condition", "race condition | race conditions | toctou | time of check"],
  [
    "buffer-overflow",
    "buffer overflow | buffer overflows | heap overflow | buffer overrun | heap buffer overflow | stack based buffer overflow | heap based buffer overflow",
  ],
  [
    "out-of-bounds-read",
    "out of bounds read | out of bounds reads | oob read | oob reads | buffer over read | buffer overread | read out of bounds | read outside of bounds | read from outside of bounds | reads outside of the bounds | out of buffer read",
  ],
  [
    "out-of-bounds-write",
    "out of bounds write | out of bounds writes | oob write | write out of bounds | write outside of bounds | write outside the bounds",
  ],
  [
    "out-of-bounds-access",
    "out of bounds access | out of bounds accesses | oob access | out of bounds memory access | access out of bounds",
  ],
  ["use-after-free", "use after free"],
  ["double-free", "double free"],
  [
    "null-dereference",
    "null pointer dereference | null pointer dereferences | null dereference | nullptr dereference | null pointer exception | dereferencing null pointers | dereference a null pointer | dereference null pointers | dereferencing a null pointer | reference to nullptr | reference to null pointer | dereferences a null pointer | dereference of null pointer | dereference of a null pointer",
  ],
  [
    "uninitialized-memory",
    "uninitialized memory | uninitialized variable | uninitialized value | uninitialized values | use of uninitialized | unitialized variable | uninitialized pointer",
  ],
  ["type-confusion", "type confusion"],
  ["integer-overflow", "integer overflow | integer overflows | integer underflow | integer wraparound"],
  [
    "division-by-zero",
    "divide by zero | division by zero | division by 0 | division by zero error | floating point exception | divides by zero",
  ],
  [
    "reachable-assertion",
    "check failure | check failures | check fail | check fails | check failed | assertion failure | assertion failures | reachable assertion | assertion fails",
  ],
  ["infinite-loop", "infinite loop | infinite loops | unreachable exit condition"],
  [
    "uncontrolled-recursion",
    "infinite recursion | uncontrolled recursion | unbounded recursion | recursion depth",
  ],
  ["memory-leak", "memory leak | memory leaks | leaks memory | leaking memory"],
  [
    "decompression-bomb",
    "decompression bomb | decompression bombs | zip bomb | zip bombs | highly compressed data | data amplification",
  ],
  [
    "redos",
    "redos | regular expression denial of service | catastrophic backtracking | inefficient regular expression | inefficient regular expression complexity | regular expression dos | regex denial of service",
  ],
];

/** Phrases that name an effect. They speak only where no cause is named beside them. */
export const EFFECTS: readonly PhraseRow[] = [
  [
    "command-execution",
    "execute arbitrary commands | execute arbitrary os commands | execute arbitrary shell commands | execute arbitrary system commands | arbitrary command execution | run arbitrary commands | remote command execution",
  ],
  ["arbitrary-file-read", "read arbitrary files"],
  ["arbitrary-file-write", "overwrite arbitrary files | write arbitrary files"],
  ["arbitrary-file-deletion", "delete arbitrary files"],
  [
    "remote-code-execution",
    "remote code execution | arbitrary code execution | execute arbitrary code | execute arbitrary python code | execution of arbitrary code | arbitrary python code execution | rce | code execution | run arbitrary code",
  ],
  [
    "denial-of-service",
    "denial of service | denial of services | dos | uncontrolled resource consumption | resource exhaustion | memory exhaustion | cpu exhaustion | allocation of resources without limits | excessive memory consumption | excessive cpu consumption | stack exhaustion | stack overflow",
  ],
  [
    "information-disclosure",
    "information disclosure | information exposure | information leak | information leakage | exposure of sensitive information | disclosure of sensitive information | obtain sensitive information | obtain potentially sensitive information | sensitive information disclosure | sensitive data exposure | access sensitive information | read sensitive information | sensitive information exposure | exposure of private personal information | credential disclosure | credential leak | credentials leak | credential exposure",
  ],
];

/** A phrase right after one of these words is spoken of, not found: "protects against XSS". */
export const DENIED_BY: ReadonlySet<string> = new Set(
  "not no without against prevent prevents preventing avoid mitigate mitigates than similar non anti protect unlike previous requires require".split(
    " ",
  ),
);

/** A phrase before one of these words names a defence or a tool, not a flaw: "CSRF token". */
export const DEFUSED_BY: ReadonlySet<string> = new Set(
  "token tokens protection protections prevention middleware filter filters scanner defense defenses mitigation mitigations cookie cookies validation detection check checks".split(
    " ",
  ),
);
