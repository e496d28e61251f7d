/** The one selection of a record's page: a statement, or another record that it is tied to. */

import { location, setQuery } from "$lib/state/router.svelte";

export interface Picked {
  statement?: string | null;
  entity?: string | null;
}

class Selection {
  statement = $derived(location.query.get("s"));
  entity = $derived(location.query.get("e"));

  pick({ statement = null, entity = null }: Picked): void {
    setQuery({ s: statement, e: entity }, { replace: true });
  }

  /** Whether this is what is selected, in whichever view. */
  has({ statement, entity }: Picked): boolean {
    if (this.entity) return this.entity === entity;
    return this.statement !== null && this.statement === statement;
  }
}

export const selection = new Selection();
