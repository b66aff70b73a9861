/** File names that have escaped their directory, lied about their kind, or broken a header somewhere. */
export const evilNames: readonly string[] = [
  ...[
    "../../../../evil.txt",
    "..\\..\\evil.exe",
    "/etc/cron.d/evil",
    "C:\\Windows\\evil.dll",
    "\\\\server\\share\\evil",
    "~/.ssh/evil",
  ],
  ...[
    "..",
    ".",
    "...",
    "/",
    "\\",
    "evil\u0000.png",
    "evil\r\nSet-Cookie: a=b.txt",
    "invoice\u202Egnp.exe",
    "in\u200Bvoice\u2066.pdf",
  ],
  ...[
    "CON",
    "aux.txt",
    "NUL.tar.gz",
    "evil\uFF0F..\uFF0Fevil.txt",
    `${"a".repeat(5_000)}.txt`,
    `${"💣".repeat(200)}.png`,
    "evil.txt. . .",
  ],
  ...["%2e%2e%2fevil.txt", "evil.txt::$DATA", "<evil>|?*.txt", "evil\t\v.txt", "  ", ".htaccess", "-rf"],
];
