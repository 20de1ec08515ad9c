/** Where OSV itself answers (OSV, "API"), for who asks for OSV and names no other address. Nothing is asked there that nobody asked for. */
export const PUBLISHED_ADDRESS = "https://api.osv.dev/";
