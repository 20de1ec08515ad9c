import { describe, expect, it } from "vitest";
import { isPublicHost } from "./address.ts";

/** As a request sees it: `URL` reads decimal, octal and hexadecimal forms. */
const isPublic = (host: string): boolean => isPublicHost(new URL(`http://${host}/`).hostname);

describe("what is no address of the public internet", () => {
  it.each([
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "127.0.0.1",
    "127.1",
    "2130706433", // 127.0.0.1
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0",
    "10.255.0.1",
    "100.64.0.1",
    "169.254.169.254", // what clouds tell their machines
    "0xa9fea9fe",
    "172.31.255.255",
    "192.168.1.1",
    "198.19.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[2001:db8::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[3fff::1]",
    "[100::1]",
  ])("%s", (host) => expect(isPublic(host)).toBe(false));

  it("also with the zone that a lookup may add", () => expect(isPublicHost("fe80::1%eth0")).toBe(false));
  it("also what is none at all", () =>
    expect(["", ":::", "999.1.1.1"].map(isPublicHost)).toEqual([false, false, false]));
});

describe("what is one, or may be", () => {
  it.each([
    "index.example",
    "localhost.example",
    "8.8.8.8",
    "11.0.0.1",
    "100.128.0.1",
    "172.32.0.1",
    "223.255.255.255",
    "[2606:4700::1111]",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::8.8.8.8]",
    "[2002:808:808::]",
    "[2a00::1]",
  ])("%s", (host) => expect(isPublic(host)).toBe(true));
});
