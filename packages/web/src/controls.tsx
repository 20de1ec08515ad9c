import type { ComponentChildren } from "preact";
import { thousands } from "../../pyward/src/reports/shared/wording.ts";

interface ChipProps {
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
}

/** A filter that is on or off. */
export function Chip({ isOn, onToggle, children }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={onToggle}>
      {children}
    </button>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, name: string])[];
  readonly onChoose: (value: T) => void;
}

/** One of several. */
export function Choice<T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <label class="choice">
      {label}
      <select
        value={value}
        onChange={(event) => {
          const chosen = choices[event.currentTarget.selectedIndex];
          if (chosen !== undefined) onChoose(chosen[0]);
        }}
      >
        {choices.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface MoreProps {
  readonly left: number;
  readonly step: number;
  readonly onMore: () => void;
}

/** The end of a list that is longer than what is shown. */
export function More({ left, step, onMore }: MoreProps) {
  if (left <= 0) return null;
  return (
    <p class="more">
      <button type="button" class="plain" data-more onClick={onMore}>
        Show {thousands(Math.min(left, step))} of {thousands(left)} more
      </button>
    </p>
  );
}
