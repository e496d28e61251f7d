/** Tells the server that a file is about to be made: the log has it before the person does. */

import * as api from "$lib/api/client";

export function noteExport(what: string, objects: string[]): Promise<void> {
  return api.post<void>("/exports", { what, objects: [...new Set(objects)] });
}
