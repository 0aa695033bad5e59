// A link: into the workspace where it leads there, else to a new window; never to a script.
import type { ReactNode } from "react";
import { readLink } from "../text/links";
import { useFollow } from "../shell/follow";

export function Link({ href, children, className = "link" }: { href: string; children: ReactNode; className?: string }): ReactNode {
  const follow = useFollow();
  const target = readLink(href, location.origin);
  if (target.kind === "none") return <span>{children}</span>;
  if (target.kind === "web") return <a className={className} href={target.url} rel="noreferrer noopener" target="_blank">{children}</a>;
  return (
    <a className={className} href={target.kind === "app" ? "#home" : href} onClick={(event) => { event.preventDefault(); follow(target); }}>
      {children}
    </a>
  );
}
