/** The first page of a new workspace: what to do, in order, and what to look at. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../frame/me.ts";
import { buttonStyle } from "../../ui/button.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { SkeletonRows } from "../../ui/states.tsx";
import { Checklist } from "./checklist.tsx";
import { onboardingQuery } from "./data.ts";
import { SampleData } from "./sample-data.tsx";

export function WelcomePage() {
  const { t } = useTranslation("onboarding");
  const me = useMe();
  const state = useQuery(onboardingQuery);
  useEffect(() => {
    document.title = `${t("title")} · ${me.workspace.name}`;
  }, [t, me.workspace.name]);
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <div className="mx-auto max-w-2xl px-5 py-10 md:py-14">
        <h1 className="text-2xl font-semibold tracking-tight text-balance text-ink">
          {t("welcome", { name: firstName(me.member?.name) })}
        </h1>
        <p className="mt-1 text-base text-pretty text-muted">{t("lead")}</p>
        <div className="mt-6">
          <Loaded query={state} skeleton={<SkeletonRows rows={5} />}>
            {(data) => (
              <div className="grid gap-4">
                <Checklist state={data} />
                <SampleData present={data.sample_data} />
              </div>
            )}
          </Loaded>
        </div>
        <Link to={`/w/${me.workspace.slug}/inbox` as string} className={`${buttonStyle({ look: "primary" })} mt-6`}>
          {t("toInbox")}
        </Link>
      </div>
    </div>
  );
}

const firstName = (name: string | undefined) => name?.trim().split(/\s+/)[0] ?? "";
