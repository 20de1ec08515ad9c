import { webUrl } from "../../pyward/src/reports/shared/clean-json.ts";
import { shown } from "./shown.ts";

interface Props {
  readonly url: string;
  /** Absent: the address itself. */
  readonly text?: string;
}

/** A link out of the page, which tells the other side nothing of it. What is no address of the web is text alone. */
export function OutsideLink({ url, text }: Props) {
  const address = webUrl(url);
  if (address === undefined) return <>{shown(text ?? url)}</>;
  return (
    <a href={address} rel="noreferrer noopener" target="_blank">
      {shown(text ?? address)}
    </a>
  );
}
