/**
 * Whether an address, or a host as `URL.hostname` has it, is one of the public internet. False for what lies on this machine, in a private network,
 * on the link, or is no address of one host (IANA's special-purpose registries), also where it is written as IPv6 around IPv4.
 * A host that is a name is public but for `localhost` and what is below it: what it resolves to is for the connection to see.
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (host.includes(":")) return isPublicV6(host);
  if (/^\d+(?:\.\d+){3}$/.test(host)) return isPublicV4(numberOfV4(host));
  return !/(?:^|\.)localhost\.?$/i.test(host) && host !== "";
}

/** First address and length of the prefix: RFC 6890 and its updates. */
const SPECIAL_V4 = (
  [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 3],
  ] as const
).map(([first, length]) => ({ first: numberOfV4(first), size: 2 ** (32 - length) }));

function numberOfV4(text: string): number {
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPublicV4(address: number): boolean {
  return (
    address < 2 ** 32 && SPECIAL_V4.every(({ first, size }) => address < first || address >= first + size)
  );
}

/** Only 2000::/3 is global unicast; in it and around it, forms that hold an IPv4 address are as that one is. */
function isPublicV6(text: string): boolean {
  const groups = groupsOf(text);
  if (groups === null) return false;
  const [first = 0, second = 0, third = 0] = groups;
  const v4At = (at: number): number => (groups[at] ?? 0) * 0x10000 + (groups[at + 1] ?? 0);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isTranslated =
    first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (isMapped || isTranslated) return isPublicV4(v4At(6)); // RFC 4291, 2.5.5.2; RFC 6052
  if ((first & 0xe000) !== 0x2000) return false;
  if (first === 0x2002) return isPublicV4(second * 0x10000 + third); // RFC 3056
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false; // RFC 2928, RFC 3849
  return !(first === 0x3fff && second < 0x1000); // RFC 9637
}

/** The eight groups; null where it is no address. */
function groupsOf(text: string): readonly number[] | null {
  if (!URL.canParse(`http://[${text}]/`)) return null;
  const whole = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = whole.split("::");
  const numbers = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [left, right] = [numbers(head), numbers(tail ?? "")];
  if (tail === undefined) return left;
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}
