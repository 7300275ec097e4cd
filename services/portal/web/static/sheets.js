// A sheet is checked and recorded while its page stays, so that the file stays chosen: the answer is shown as it comes,
// step by step. Without this script the browser shows the same answer as a page, and asks for the file once more.
const form = document.querySelector("[data-sheet]");
const file = form.querySelector("input[type=file]");
const box = document.querySelector("[data-outcome]");
const LOST = "连接中断,不知道办完没有。把同一个文件再交一次即可,不会重复;文件如果刚改过,请重新选择。";

const buttons = () => document.querySelectorAll("button[form=sheet], #sheet button");

function tell(words) {
  box.innerHTML = '<div class="alert alert-danger" role="alert"></div>';
  box.firstChild.textContent = words;
}

function stay(event) {
  event.preventDefault();
}

async function show(answer) {
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let said = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    said += decoder.decode(piece.value, { stream: true });
    box.innerHTML = said; // in pieces as the server wrote it: what is still open is closed by the browser
  }
  box.querySelector("#result")?.focus();
}

async function send(address, said) {
  buttons().forEach((each) => { each.disabled = true; });
  box.setAttribute("aria-busy", "true");
  addEventListener("beforeunload", stay);
  try {
    const answer = await fetch(address, { method: "POST", body: said, headers: { "HX-Request": "true" } });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) return tell("登录已失效:请在另一个标签页重新登录,再回到本页点一次。");
    await show(answer);
  } catch (error) {
    tell(LOST);
  } finally {
    removeEventListener("beforeunload", stay);
    box.removeAttribute("aria-busy");
    buttons().forEach((each) => { each.disabled = false; });
  }
}

form.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (file.files[0] && file.files[0].size > Number(form.dataset.most)) {
    event.preventDefault();
    return tell("文件超过 10 MB,请分成几张再导入。");
  }
  if (pressed && pressed.dataset.takeAway !== undefined) return; // a file to keep leaves the page as it is
  event.preventDefault();
  const said = new FormData(form);
  if (pressed && pressed.name) said.append(pressed.name, pressed.value);
  send((pressed && pressed.getAttribute("formaction")) || form.action, said);
});

// What was checked is not what is chosen now.
form.addEventListener("change", () => { box.innerHTML = ""; });
