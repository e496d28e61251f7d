/** Every page once: its address, name, key, icon and code. */

import type { Component } from "svelte";

import BookOpen from "@lucide/svelte/icons/book-open";
import CalendarClock from "@lucide/svelte/icons/calendar-clock";
import Fingerprint from "@lucide/svelte/icons/fingerprint";
import FileText from "@lucide/svelte/icons/file-text";
import Handshake from "@lucide/svelte/icons/handshake";
import Inbox from "@lucide/svelte/icons/inbox";
import Ship from "@lucide/svelte/icons/ship";
import ScrollText from "@lucide/svelte/icons/scroll-text";
import Search from "@lucide/svelte/icons/search";
import Shield from "@lucide/svelte/icons/shield";
import Share from "@lucide/svelte/icons/share-2";
import Table from "@lucide/svelte/icons/table-2";

/** Pages about one thing take its `id`; the others take nothing. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Page = Component<any>;

export interface Route {
  name: string;
  label: string;
  pattern: RegExp;
  load: () => Promise<{ default: Page }>;
}

export interface Destination extends Route {
  href: string;
  /** The letter after `g`. */
  key: string;
  icon: Component;
  /** On the bar of a narrow screen too. */
  handy: boolean;
}

/** The places of the rail, in its order. */
export const DESTINATIONS: Destination[] = [
  {
    name: "leads",
    label: "Leads",
    href: "/",
    key: "h",
    icon: Inbox,
    handy: true,
    pattern: /^\/$/,
    load: () => import("./Leads.svelte"),
  },
  {
    name: "search",
    label: "Search",
    href: "/search",
    key: "s",
    icon: Search,
    handy: true,
    pattern: /^\/search$/,
    load: () => import("./Search.svelte"),
  },
  {
    name: "identity",
    label: "Identity",
    href: "/identity",
    key: "i",
    icon: Fingerprint,
    handy: false,
    pattern: /^\/identity$/,
    load: () => import("./Identity.svelte"),
  },
  {
    name: "sea",
    label: "Sea",
    href: "/sea",
    key: "w",
    icon: Ship,
    handy: true,
    pattern: /^\/sea$/,
    load: () => import("./Sea.svelte"),
  },
  {
    name: "reports",
    label: "Reports",
    href: "/reports",
    key: "r",
    icon: FileText,
    handy: true,
    pattern: /^\/reports$/,
    load: () => import("./Reports.svelte"),
  },
  {
    name: "network",
    label: "Network",
    href: "/network",
    key: "n",
    icon: Share,
    handy: false,
    pattern: /^\/network$/,
    load: () => import("./Network.svelte"),
  },
  {
    name: "import",
    label: "Tables",
    href: "/import",
    key: "t",
    icon: Table,
    handy: false,
    pattern: /^\/import$/,
    load: () => import("./Import.svelte"),
  },
  {
    name: "reviews",
    label: "Reviews",
    href: "/reviews",
    key: "v",
    icon: CalendarClock,
    handy: true,
    pattern: /^\/reviews$/,
    load: () => import("./Reviews.svelte"),
  },
  {
    name: "safeguarding",
    label: "Safeguarding",
    href: "/safeguarding",
    key: "p",
    icon: Shield,
    handy: false,
    pattern: /^\/safeguarding$/,
    load: () => import("./Safeguarding.svelte"),
  },
  {
    name: "partners",
    label: "Partners",
    href: "/partners",
    key: "x",
    icon: Handshake,
    handy: true,
    pattern: /^\/partners$/,
    load: () => import("./Partners.svelte"),
  },
  {
    name: "log",
    label: "Log",
    href: "/log",
    key: "l",
    icon: ScrollText,
    handy: true,
    pattern: /^\/log$/,
    load: () => import("./Log.svelte"),
  },
  {
    name: "about",
    label: "About",
    href: "/about",
    key: "a",
    icon: BookOpen,
    handy: false,
    pattern: /^\/about$/,
    load: () => import("./About.svelte"),
  },
];

const OTHERS: Route[] = [
  {
    name: "new-report",
    label: "New report",
    pattern: /^\/reports\/new$/,
    load: () => import("./NewReport.svelte"),
  },
  {
    name: "tokens",
    label: "API tokens",
    pattern: /^\/tokens$/,
    load: () => import("./Tokens.svelte"),
  },
  {
    name: "report",
    label: "Report",
    pattern: /^\/reports\/([^/]+)$/,
    load: () => import("./Report.svelte"),
  },
  {
    name: "cluster",
    label: "Cluster",
    pattern: /^\/identity\/([^/]+)$/,
    load: () => import("./Cluster.svelte"),
  },
  {
    name: "entity",
    label: "Record",
    pattern: /^\/entities\/([^/]+)$/,
    load: () => import("./Entity.svelte"),
  },
];

const ROUTES = [...DESTINATIONS, ...OTHERS];

export function match(path: string): { route: Route; id: string } | undefined {
  for (const route of ROUTES) {
    const found = route.pattern.exec(path);
    if (found) return { route, id: decode(found[1] ?? "") };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
