import type { Binding } from "$lib/state/keys.svelte";

import { DESTINATIONS } from "../../pages/routes";
import { go } from "$lib/state/router.svelte";
import { appearance } from "$lib/state/theme.svelte";

interface Actions {
  openPalette: () => void;
  openKeyMap: () => void;
}

/** The keys that work on every page. */
export function generalKeys({ openPalette, openKeyMap }: Actions): Binding[] {
  const places = DESTINATIONS.map((place) => ({
    keys: `g ${place.key}`,
    label: place.label,
    group: "Go to",
    run: () => go(place.href),
  }));
  return [
    { keys: "/", label: "Search", group: "Anywhere", run: focusSearch },
    { keys: "?", label: "This map of keys", group: "Anywhere", run: openKeyMap },
    { keys: ":", label: "Every command (also ⌘K, Ctrl K)", group: "Anywhere", run: openPalette },
    { keys: "n", label: "New report", group: "Anywhere", run: () => go("/reports/new") },
    { keys: "T", label: "Dark or light", group: "Anywhere", run: () => appearance.toggle() },
    ...places,
  ];
}

/** Puts the cursor into the page's own search field, or opens the search page. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field) {
    field.focus();
    field.select();
  } else {
    go("/search");
  }
}
