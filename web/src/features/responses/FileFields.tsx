/** Files that go along whenever the response is inserted. */
import { Paperclip } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { FileInput } from "../../ui/file-input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { FileChips } from "../inbox/composer/FileChips.tsx";
import { upload } from "../inbox/composer/files.ts";

export type Attached = { id: string; name: string; size: number };
const none: never[] = [];

export function FileFields({ files, onChange }: { files: Attached[]; onChange: (files: Attached[]) => void }) {
  const { t } = useTranslation("responses");
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const add = async (list: File[]) => {
    setBusy(true);
    const added: Attached[] = [];
    for (const file of list) {
      try {
        const { id, name, size } = await upload(file, () => {}, new AbortController().signal);
        added.push({ id, name, size });
      } catch (error) {
        notify({ tone: "error", text: errorText(error) });
      }
    }
    onChange([...files, ...added]);
    setBusy(false);
  };
  return (
    <div className="grid gap-1">
      <FileInput ref={picker} onFiles={(chosen) => void add(chosen)} />
      <div className="-ms-4">
        <FileChips
          files={files}
          uploads={none}
          onRemove={(id) => onChange(files.filter((file) => file.id !== id))}
          onForget={() => {}}
        />
      </div>
      <Button
        size="sm"
        look="ghost"
        className="-ms-2.5 justify-self-start"
        busy={busy}
        onClick={() => picker.current?.click()}
      >
        <Paperclip aria-hidden /> {t("editor.attach")}
      </Button>
    </div>
  );
}
