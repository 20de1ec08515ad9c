import { useState } from "preact/hooks";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const NAMES: Readonly<Record<Theme, string>> = { auto: "As the system", light: "Light", dark: "Dark" };
const KEY = "pyward-theme";

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => applied(remembered()));
  return (
    <label class="choice theme">
      <span class="hidden">Colours</span>
      <select
        value={theme}
        onChange={(event) => {
          const chosen = themeOf(event.currentTarget.value);
          remember(chosen);
          setTheme(applied(chosen));
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function themeOf(text: string | null): Theme {
  return THEMES.find((theme) => theme === text) ?? "auto";
}

function applied(theme: Theme): Theme {
  document.documentElement.dataset["theme"] = theme;
  return theme;
}

/** A browser may refuse a file its storage: then the choice is for this time. */
function remembered(): Theme {
  try {
    return themeOf(localStorage.getItem(KEY));
  } catch {
    return "auto";
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // nothing is lost but the memory of it
  }
}
