/** One response: loads it, or begins a new one (from a sent message, when that is where the member comes from). */
import type { CannedResponse } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../../api/keys.ts";
import { getResponse } from "../../api/responses.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { EditorForm } from "./EditorForm.tsx";
import { prefill } from "./prefill.ts";

export function ResponseEditor({ id }: { id: string | null }) {
  const client = useQueryClient();
  const [from] = useState(() => (id === null ? prefill.get() : null));
  const query = useQuery({ queryKey: keys.response(id ?? ""), queryFn: () => getResponse(id!), enabled: id !== null });
  const saved = (response: CannedResponse) => client.setQueryData(keys.response(response.id), response);
  if (id === null) return <EditorForm response={null} from={from} onSaved={saved} />;
  return (
    <Loaded query={query}>
      {(response) => <EditorForm key={response.version} response={response} from={null} onSaved={saved} />}
    </Loaded>
  );
}
