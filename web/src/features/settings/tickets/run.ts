/** A change of how tickets are set up: what went wrong is said, and everything is read again. */
import { useQueryClient } from "@tanstack/react-query";
import { ticketKeys } from "../../../api/ticket-keys.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";

export function useRun() {
  const client = useQueryClient();
  return (work: Promise<unknown>): Promise<boolean> =>
    work
      .then(
        () => true,
        (error) => {
          notify({ text: errorText(error), tone: "error" });
          return false;
        },
      )
      .finally(() => void client.invalidateQueries({ queryKey: ticketKeys.all }));
}
