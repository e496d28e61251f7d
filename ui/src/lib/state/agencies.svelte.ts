import * as api from "$lib/api/client";
import type { Agency } from "$lib/api/types";

/** The names of the agencies, loaded once after log-in. */
class Agencies {
  list = $state.raw<Agency[]>([]);

  async load(): Promise<void> {
    try {
      this.list = await api.get<Agency[]>("/agencies");
    } catch {
      this.list = [];
    }
  }
}

export const agencies = new Agencies();

/** Whom a label releases to: `agency:x`, `group:x` or `everyone`, in words. */
export function audienceName(audience: string): string {
  const [kind, id = ""] = audience.split(":");
  if (kind === "agency") return agencyName(id);
  return kind === "group" ? `the group ${id}` : "every agency";
}

export function agencyName(id: string): string {
  return agencies.list.find((agency) => agency.id === id)?.name ?? id;
}
