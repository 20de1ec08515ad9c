/** What the keys do that the page itself has to know. */
interface Actions {
  readonly clear: () => void;
}

/** WCAG 2.1.4: shortcuts of a single key can be turned off. */
let isOn = true;

export function keysAreOn(): boolean {
  return isOn;
}

export function setKeys(on: boolean): void {
  isOn = on;
}

/** `/` searches, `j` and `k` walk, Esc clears. Returns how to stop listening. */
export function listenToKeys(actions: Actions): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const isTyping =
      target !== null && (target.matches("input, select, textarea") || target.isContentEditable);
    if (event.key === "Escape") {
      if (isTyping) target.blur();
      actions.clear();
    } else if (isOn && !isTyping && act(event.key)) event.preventDefault();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

/** Whether the key meant something. */
function act(key: string): boolean {
  switch (key) {
    case "/":
      document.getElementById("search")?.focus();
      return true;
    case "j":
      walk(1);
      return true;
    case "k":
      walk(-1);
      return true;
    default:
      return false;
  }
}

/** To the next or previous finding, and beyond what is shown. */
function walk(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.findIndex((row) => row.parentElement?.contains(document.activeElement) === true);
  const next = here === -1 && step < 0 ? -1 : here + step;
  const row = rows[next];
  if (row !== undefined) row.focus();
  else if (next >= rows.length) showMore(next);
}

function showMore(next: number): void {
  const button = document.querySelector<HTMLElement>("[role=tabpanel] [data-more]");
  if (button === null) return;
  button.click();
  requestAnimationFrame(() => document.querySelectorAll<HTMLElement>("[data-row]").item(next).focus());
}
