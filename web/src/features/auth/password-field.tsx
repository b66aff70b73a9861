/** A password with "show", and how long it must be where a new one is chosen. */
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";

export const MIN_PASSWORD = 10;

type PasswordFieldProps = {
  label: string;
  name?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null | undefined;
  /** A new password: the browser may offer one, and the length is said. */
  fresh?: boolean;
  autoFocus?: boolean;
  className?: string;
};

export function PasswordField({
  label,
  name = "password",
  value,
  onChange,
  error,
  fresh,
  ...rest
}: PasswordFieldProps) {
  const { t } = useTranslation("auth");
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={label}
      error={error}
      help={fresh && !error ? t("passwordHelp", { count: MIN_PASSWORD }) : undefined}
      required
      {...(rest.className ? { className: rest.className } : {})}
    >
      {(wiring) => (
        <span className="relative block">
          <Input
            {...wiring}
            name={name}
            type={shown ? "text" : "password"}
            autoComplete={fresh ? "new-password" : "current-password"}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            autoFocus={rest.autoFocus}
            className="pe-9"
          />
          <IconButton
            size="sm"
            label={t(shown ? "hidePassword" : "showPassword")}
            className="absolute end-1 top-1/2 -translate-y-1/2"
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        </span>
      )}
    </Field>
  );
}
