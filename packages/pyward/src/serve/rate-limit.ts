/** Clients that are remembered. More than these at once, and the one that asked longest ago is forgotten. */
const MAX_CLIENTS = 10_000;

export interface RateLimit {
  /** 0: it may. Else the whole seconds after which it may again. `now` in milliseconds. */
  waitOf(client: string, now: number): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A bucket of tokens for each client: `perMinute` at once, and as many again in a minute. 0: no limit. */
export function rateLimit(perMinute: number): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perMillisecond = perMinute / 60_000;
  return {
    waitOf: (client, now) => {
      if (perMinute === 0) return 0;
      const key = networkOf(client);
      const { tokens, at } = buckets.get(key) ?? { tokens: perMinute, at: now };
      const filled = Math.min(perMinute, tokens + Math.max(0, now - at) * perMillisecond);
      const isAllowed = filled >= 1;
      // Set anew, so that the map is in the order of the last requests.
      buckets.delete(key);
      buckets.set(key, { tokens: isAllowed ? filled - 1 : filled, at: now });
      if (buckets.size > MAX_CLIENTS) buckets.delete(buckets.keys().next().value ?? "");
      return isAllowed ? 0 : Math.max(1, Math.ceil((1 - filled) / perMillisecond / 1000));
    },
  };
}

/** Who has one address of IPv6 has a network of them: the first 64 bits tell clients apart. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [before = "", after] = address.split("::", 2);
  const head = before.split(":").filter((group) => group !== "");
  const tail = (after ?? "").split(":").filter((group) => group !== "");
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array.from({ length: zeros }, () => "0"), ...tail].slice(0, 4).join(":");
}
