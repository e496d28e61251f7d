import * as api from "$lib/api/client";
import type { DemoPerson, Login } from "$lib/api/types";

/** The people of the demo that one can log in as; empty on a real node. */
class Demo {
  people = $state.raw<DemoPerson[]>([]);

  async load(): Promise<void> {
    try {
      this.people = await api.get<DemoPerson[]>("/demo/people");
    } catch {
      this.people = [];
    }
  }

  /** How to log in as a person, for the wanted purpose where that person may state it. */
  login(person: DemoPerson, purpose: string, justification: string): Login {
    const { user, purposes } = person;
    const stated = purposes.find(({ id, in_force }) => id === purpose && in_force) ?? purposes.find((known) => known.in_force);
    return { user, password: person.password ?? "", purpose: stated?.id ?? purpose, justification };
  }
}

export const demo = new Demo();
void demo.load();
