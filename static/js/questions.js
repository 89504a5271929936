// Hiding questions that nothing leads to yet; the server decides all the same, and hidden answers are dropped there.
function given(form, name) {
  const inputs = [...form.querySelectorAll(`[name="${name}"]`)];
  return inputs.flatMap((input) => {
    if (input.closest("[data-question][hidden]")) return [];
    if (input.type !== "checkbox") return [input.value];
    return input.checked ? [input.value] : [];
  });
}

function isAsked(form, question) {
  const { forums, after, answer } = question.dataset;
  if (forums !== undefined) {
    const boxes = form.querySelectorAll('[name="forums"]');
    // where no forums are chosen on the page, the server has already left out what is not asked
    if (boxes.length && !given(form, "forums").some((slug) => forums.split(" ").includes(slug))) return false;
  }
  if (after === undefined) return true;
  const inputs = form.querySelectorAll(`[name="${after}"]`);
  const alone = inputs.length === 1 && inputs[0].type === "checkbox" && inputs[0].value === "y";
  const answers = given(form, after);
  if (!alone) return answers.includes(answer);
  return !inputs[0].closest("[data-question][hidden]") && (answers.length > 0) === (answer === "yes");
}

export function startQuestions() {
  document.querySelectorAll("form").forEach((form) => {
    const questions = [...form.querySelectorAll("[data-question]")];
    // in their order, since a question may hang on one that has just been hidden
    const show = () => questions.forEach((question) => (question.hidden = !isAsked(form, question)));
    form.addEventListener("change", show);
    show();
  });
}
