/** Changing the password; other sessions end. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../../api/auth.ts";
import { keys } from "../../../api/keys.ts";
import { useForm } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Notice } from "../../auth/notice.tsx";
import { MIN_PASSWORD, PasswordField } from "../../auth/password-field.tsx";
import { authProblem } from "../../auth/problems.ts";
import { Group } from "../pane.tsx";

export function PasswordGroup() {
  const { t } = useTranslation(["settings", "auth"]);
  const { t: auth } = useTranslation("auth");
  const client = useQueryClient();
  const form = useForm({
    initial: { current: "", next: "" },
    check: ({ current, next }) => ({
      ...(current ? {} : { current: auth("problem.empty") }),
      ...(next.length >= MIN_PASSWORD ? {} : { next: auth("problem.short") }),
    }),
    submit: ({ current, next }) => changePassword(current, next),
    onDone: () => {
      form.reset();
      notify({ text: t("security.passwordChanged") });
      void client.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return (
    <Group title={t("security.password")} lead={t("security.passwordLead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-4 md:max-w-sm">
        {form.error && <Notice tone="danger">{authProblem(form.error, auth)}</Notice>}
        <PasswordField
          name="current"
          label={t("security.current")}
          value={form.values.current}
          onChange={(value) => form.set("current", value)}
          error={form.problem("current")}
        />
        <PasswordField
          name="next"
          label={t("security.next")}
          value={form.values.next}
          onChange={(value) => form.set("next", value)}
          error={form.problem("next")}
          fresh
        />
        <Button type="submit" className="justify-self-start" busy={form.busy} disabled={!form.dirty}>
          {t("security.change")}
        </Button>
      </form>
    </Group>
  );
}
