/** The words by which mail programs announce quoted history, language by language. Add a language by adding its words. */

const any = (words: string) =>
  words
    .trim()
    .split(/\s*\|\s*|\n\s*/u)
    .filter(Boolean)
    .join("|");

/** "… wrote:" at the end of an attribution line. */
export const wrote = new RegExp(
  any(`
  wrote|writes|schrieb|écrit|escribió|escribio|scritto|escreveu|schreef|geschreven|skrev|kirjoitti
  napisał|napisała|pisze|napsal|napísal|napisao|napisala|piše|pisao|написал|пишет|написав|yazdı|írta|a scris|έγραψε
  写道|寫道|のメッセージ|書きました|作成|작성|כתב|كتب|đã viết
`),
  "iu",
);

/** How attribution lines begin; used to find the start of one that was wrapped. */
export const attributionStart =
  /^(On|Am|Le|El|Il|Em|Op|Den|Dana|Dne|Dňa|W dniu|Dnia|Pe|Le|Në|Στις|Il giorno|A|pon|uto|sri|čet|pet|sub|ned|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|пн|вт|ср|чт|пт|сб|вс)[\s,.]/iu;

/** A line of dashes round these words starts the history. */
export const originalMessage = new RegExp(
  `^\\s*[-_]{2,}\\s*(?:${any(`
  Original Message|Original e-?mail|Reply Message|Originalnachricht|Original-?Nachricht|Ursprüngliche (?:Nachricht|Mail)
  Message d['’]origine|Message original|Mensaje original|Messaggio originale|Mensagem original|Oorspronkelijk bericht
  Ursprungligt meddelande|Opprinnelig melding|Oprindelig meddelelse|Alkuperäinen viesti|Wiadomość oryginalna
  Původní zpráva|Pôvodná správa|Izvorna poruka|Originalna poruka|Eredeti üzenet|Исходное сообщение|Orijinal Mesaj
  元のメッセージ|原始邮件|原始郵件|원본 메시지
`)})\\s*[-_]{2,}\\s*$`,
  "iu",
);

/** What follows was forwarded: it is content, not history. */
export const forwardedMessage = new RegExp(
  `^[\\s>]*[-_]*\\s*(?:${any(`
  (?:Begin )?Forwarded message|Weitergeleitete Nachricht|Anfang der weitergeleiteten (?:Nachricht|E-Mail)
  Message transféré|Début du message (?:transféré|réexpédié)|Mensaje reenviado|Messaggio inoltrato|Mensagem encaminhada
  Doorgestuurd bericht|Vidarebefordrat meddelande|Videresendt (?:melding|besked)|Przekazana wiadomość
  Proslijeđena poruka|Prosleđena poruka|Přeposlaná zpráva|Пересылаемое сообщение|転送メッセージ|转发的邮件|轉寄的郵件
`)})\\s*[-_]*\\s*:?\\s*[-_]*\\s*$`,
  "iu",
);

export const forwardedSubject = /^\s*(fwd?|fw|wg|tr|rv|enc|vb|vs|pd|i|doorst|转发|転送)\s*:/iu;

const label = (words: string) => new RegExp(`^[\\s*]*(?:${any(words)})\\s?[*]?\\s?[:：][*\\s]*\\S`, "iu");

/** The first line of a header block as Outlook and many others put before the history. */
export const fromLabel = label(`
  From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Šalje|Pošiljatelj|Feladó|Від|От|Kimden|Από|差出人|发件人|寄件者|보낸 사람|מאת|من
`);
export const sentLabel = label(`
  Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Enviada em|Fecha|Data|Inviato|Verzonden|Skickat|Sendt|Dato|Lähetetty|Päivämäärä
  Wysłano|Odesláno|Odoslané|Poslano|Poslato|Elküldve|Dátum|Отправлено|Дата|Gönderilme|Gönderildi|Tarih|Ημερομηνία|Στάλθηκε
  送信日時|日時|日付|发送时间|發送時間|日期|보낸 날짜|날짜
`);
export const subjectLabel = label(`
  Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat|Předmět|Predmet|Tárgy|Тема|Konu|Θέμα|件名|主题|主旨|제목
`);

/** Lines mobile programs add by themselves. */
export const sentFromPhone = new RegExp(
  `^\\s*(?:${any(`
  (?:Sent|Get) (?:from|via|with) .{2,60}|Get Outlook for .{2,60}|Von mein(?:em|er) .{2,60} gesendet|Gesendet (?:von|mit) .{2,60}
  Diese Nachricht wurde von mein.{2,60} gesendet\\.?|Envoyé (?:de|depuis|à partir de) .{2,60}|Télécharger Outlook pour .{2,60}
  Enviado desde .{2,60}|Enviado do .{2,60}|Inviato da(?:l)? .{2,60}|Verzonden (?:vanaf|met) .{2,60}|Verstuurd vanaf .{2,60}
  Skickat från .{2,60}|Sendt fra .{2,60}|Lähetetty .{2,60}|Wysłane z .{2,60}|Odesláno z .{2,60}|Poslano s .{2,60}
  Отправлено с .{2,60}|iPhone(?:から|より)送信|发自我的.{2,60}|나의 .{2,60}에서 보냄
`)})\\s*$`,
  "iu",
);
