/** The address bar is the state: every page reads its filters, selection and `as_of` from here. */

class Location {
  path = $state(window.location.pathname);
  query = $state.raw(new URLSearchParams(window.location.search));
  hash = $state(window.location.hash);

  read(): void {
    this.path = window.location.pathname;
    this.query = new URLSearchParams(window.location.search);
    this.hash = window.location.hash;
  }
}

export const location = new Location();

window.addEventListener("popstate", () => location.read());

/** Goes to another address and leaves the present one in the history. */
export function go(address: string): void {
  window.history.pushState(null, "", address);
  location.read();
  document.querySelector("main")?.scrollTo(0, 0);
}

/** Changes some parameters of the present address; null removes one. */
export function setQuery(
  change: Record<string, string | number | null | undefined>,
  options: { replace?: boolean } = {},
): void {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, String(value));
  }
  const text = query.toString();
  const address = window.location.pathname + (text ? `?${text}` : "");
  if (options.replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  location.read();
}

/** Makes ordinary links to the application's own pages work without loading it again. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== window.location.origin) return;
  if (link.pathname.startsWith("/api/")) return;
  const here = link.pathname === window.location.pathname && link.search === window.location.search;
  if (here && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
}
