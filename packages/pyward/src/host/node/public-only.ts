import type { LookupAddress, LookupAllOptions } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicHost } from "../address.ts";
import { HttpFailure } from "../http.ts";

const REASON =
  "it leads to an address of this machine or of a private network, which the user's own configuration does not name";

/** Throws HttpFailure for a host that is written as such an address, or that means this machine. */
export function refusePrivate(url: URL): void {
  if (!isPublicHost(url.hostname)) throw new HttpFailure(REASON, false);
}

/** All addresses of a name, as `dns.lookup` gives them. */
export type AddressLookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up for a connection, and fails where any of its addresses is not public: what is connected to is what was looked at, so an answer that
 * changes between two questions (DNS rebinding) changes nothing.
 */
export function publicOnly(look: AddressLookup): LookupFunction {
  return lookupBy(look, isPublicHost);
}

/** For a connection; fails where one of the addresses is not allowed. */
export function lookupBy(look: AddressLookup, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    look(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
        return callback(new HttpFailure(REASON, false), []);
      const [first] = addresses;
      return options.all === true || first === undefined
        ? callback(null, addresses)
        : callback(null, first.address, first.family);
    });
  };
}
