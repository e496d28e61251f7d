import * as api from "$lib/api/client";
import type { Agency } from "$lib/api/types";

/** The names of the agencies, loaded once after log-in. */
class Agencies {
  list = $state.raw<Agency[]>([]);

  async load(): Promise<void> {
    try {
      const answer = await api.get<Agency[] | { agencies: Agency[] }>("/agencies");
      this.list = Array.isArray(answer) ? answer : answer.agencies;
    } catch {
      this.list = [];
    }
  }
}

export const agencies = new Agencies();

export function agencyName(id: string): string {
  return agencies.list.find((agency) => agency.id === id)?.name ?? id;
}
