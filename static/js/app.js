// What makes a page quicker for those who have JavaScript; every page works without it.
import { startConfirms, startDialogs } from "./dialogs.js";
import { startChoices } from "./choices.js";
import { startForms } from "./forms.js";
import { startLists } from "./lists.js";
import { startQuestions } from "./questions.js";
import { startSmallThings } from "./small.js";

startDialogs();
startConfirms();
startForms();
startChoices();
startLists();
startQuestions();
startSmallThings();
