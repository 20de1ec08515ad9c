import { generateKeyPairSync, sign } from "node:crypto";

// A certificate for a server on this machine, made anew for each run: no key lies in the repository.

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const SEQUENCE = 0x30;
const ECDSA_WITH_SHA256 = der(SEQUENCE, der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const COMMON_NAME = Buffer.from("550403", "hex");
const ALTERNATIVE_NAMES = Buffer.from("551d11", "hex");

/** Signed by itself (RFC 5280), for 127.0.0.1 and these names, in PEM. */
export function selfSigned(...names: readonly string[]): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const title = der(
    SEQUENCE,
    der(0x31, der(SEQUENCE, der(0x06, COMMON_NAME), der(0x0c, Buffer.from("test")))),
  );
  const validity = der(
    SEQUENCE,
    ...["20000101000000Z", "20991231235959Z"].map((time) => der(0x18, Buffer.from(time))),
  );
  const alternatives = der(
    SEQUENCE,
    der(0x87, Buffer.from([127, 0, 0, 1])),
    ...names.map((name) => der(0x82, Buffer.from(name))),
  );
  const extensions = der(
    0xa3,
    der(SEQUENCE, der(SEQUENCE, der(0x06, ALTERNATIVE_NAMES), der(0x04, alternatives))),
  );
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    title,
    validity,
    title,
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const bytes = der(SEQUENCE, body, ECDSA_WITH_SHA256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${bytes.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}
