// The try page: runs the calls its buttons name, and lists what the widget tells the page.
if (!window.Omniflow) {
  window.Omniflow = (...call) => window.Omniflow.q.push(call);
  window.Omniflow.q = [];
}

const last = document.getElementById("last");
const events = document.getElementById("events");

for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => {
    const call = JSON.parse(button.dataset.call);
    last.textContent = `Omniflow(${call.map((part) => JSON.stringify(part)).join(", ")})`;
    window.Omniflow(...call);
  });
}

for (const name of ["ready", "show", "hide", "unread", "message"]) {
  window.Omniflow("on", name, (detail) => {
    const line = document.createElement("li");
    const time = document.createElement("time");
    time.textContent = new Date().toLocaleTimeString();
    line.append(time, ` ${name}`, detail === undefined ? "" : ` ${JSON.stringify(detail)}`);
    events.prepend(line);
    while (events.children.length > 20) events.lastChild.remove();
  });
}

document.getElementById("copy").addEventListener("click", async ({ currentTarget }) => {
  await navigator.clipboard.writeText(document.getElementById("snippet").textContent);
  currentTarget.textContent = "Copied";
  setTimeout(() => {
    currentTarget.textContent = "Copy";
  }, 1500);
});
