"""What is wrong with a workshop, for an author who sees fields and never the file: without keys and signs of YAML."""

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem

_FILL_IN = N_("Fill this in.")
_TAKE_AWAY = N_("This does not belong here. Empty it to take it away.")
_CHOOSE = N_("Choose one of these.")
_GONE = N_("That part is not there. Choose another one.")
_LINES = N_("Write each on a line of its own.")
_MENDED = N_("A sign breaks this text in the file. Change it here, and that is over.")

PLAIN = {
    "'{key}' is missing here.": _FILL_IN,
    "This is empty. Fill it in, or leave it out.": _FILL_IN,
    "'{key}' is not known here. Did you mean '{hint}'?": _TAKE_AWAY,
    "'{key}' is not known here. Possible keys: {keys}.": _TAKE_AWAY,
    "'{key}' is not known here. It belongs under '{place}'.": _TAKE_AWAY,
    "'{key}' is about the whole workshop. Write it above 'steps', without spaces before it.": _TAKE_AWAY,
    "Inside a step, write 'title: {title}' and 'form: break' instead of 'break: {title}'.": _TAKE_AWAY,
    "'{key}' belongs to one of the activities of this step. Move it there.": _TAKE_AWAY,
    "A break can't be repeated by itself. Put it into a step that is repeated.": _TAKE_AWAY,
    "{given} is not one of these: {choices}.": _CHOOSE,
    "Write one of these here: {choices}.": _CHOOSE,
    "Write '{meant}' here instead of '{given}'.": _CHOOSE,
    "Write true or false here.": N_("Choose yes or no."),
    "A colon splits this text in two. Put it between quotes: {example}": _MENDED,
    "Write text here.": _MENDED,
    "Write keys with their values here.": _MENDED,
    "Write keys with their values here, such as {example}.": _MENDED,
    "Write one text here instead of a list: {example}": _MENDED,
    "Write one value here, such as {example}.": _MENDED,
    "What follows # is not part of the text. Put the whole text between quotes: {example}": _MENDED,
    "Write a list here, each item on its own line after a dash.": _LINES,
    "Write a list here, between brackets: {example}": _LINES,
    "Write a list here. Begin each item with a dash and a space: - {key}: ...": _LINES,
    "Write a list here. Each item has its own line and a dash: {example}": _LINES,
    "{given} is not a duration. Write {example}, for instance.": N_("Write a number of minutes, such as 15."),
    "{given} is not a span of time. Write {example}, for instance.": N_("Write minutes from the shortest to the longest time, such as 5-7."),
    "{given} is not a number of people. Write {example}, for instance.": N_("Write a number of people, such as 12 or 8-20."),
    "Zero minutes is not possible here. Write 1m or more.": N_("Zero is not possible here."),
    "Write how often: a number from 1 to {limit}, or a list with what differs in each round.": N_("Write how often: a number from 1 to {limit}."),
    "This step has several activities. Write only how often: repeat: {count}.": N_("This step has several parts, so its rounds can't have questions of their own."),
    "The step of this activity is repeated already. Leave this out.": N_("The step around it is repeated already. Empty this."),
    "Turns for each role need two or more roles. Name them under 'roles'.": N_("Turns for each role need two or more roles. Fill them in."),
    "Write how long a turn takes: 'window', such as 5m-7m, or its 'phases'.": N_("Write how many minutes a turn takes, such as 5-7, or its phases."),
    "Write 'window' or 'phases', not both.": N_("Write minutes for a turn or phases, not both."),
    "'prepare' and 'after' leave no time for the turns.": N_("The minutes before and after leave no time for the turns."),
    "A silence follows a text. Name the text under 'text'.": N_("A silence follows a text. Choose the text first."),
    "There are groups only in pairs and subgroups. Write form: subgroups, or leave this out.": N_("There are groups only in pairs and subgroups. Choose another form, or empty this."),
    "Write how the groups are formed: with size, count, labels or from.": N_("Write how many people are in a group, or how many groups there are."),
    "A pair has two people. Write form: subgroups for other groups.": N_("A pair has two people. Choose subgroups for other groups."),
    "Write 'size' or 'count', not both.": N_("Write how many people are in a group or how many groups there are, not both."),
    "With 'from' the groups are there already. Leave out 'count'.": N_("The groups are there already. Empty their number."),
    "With 'from' and 'stay' the groups keep their size. Leave out 'size'.": N_("These groups keep their size. Empty the number of people."),
    "Nobody is in a group yet. Write with 'from' where the groups come from, or repeat this activity.": N_("Nobody is in a group yet. Choose whose groups these are, or repeat this part."),
    "'{id}' has subgroups, not pairs. Write form: subgroups here too.": N_("That part has subgroups, not pairs. Choose subgroups here too."),
    "There are no groups in '{id}'. Write the id of an activity in pairs or subgroups.": N_("There are no groups in that part. Choose another one."),
    "There is no activity '{id}'. Write the id of an earlier one.": _GONE,
    "What you see as '{id}' has the id '{own}'. Write that.": _GONE,
    "Write '{id}' here: inside a repeated step that means the one in the same round.": _GONE,
    "There is no '{key}' among the texts of this workshop.": N_("That text is not there. Choose another one."),
    "'{id}' comes later. Only an earlier activity can be needed.": N_("That part comes later. Choose an earlier one."),
    "'{id}' comes later. Groups come from an earlier activity.": N_("That part comes later. Choose an earlier one."),
    "Write only the name of a file here, such as gedicht.txt.": N_("Write only the name of a file here."),
    "Give this text a body, or the name of a file.": N_("Write the text here, or the name of its file."),
    "Everything together takes {total}, which is outside {low}-{high}.": N_("The parts take longer or shorter than this."),
    "Everything together takes {total}, not {high}.": N_("The parts take longer or shorter than this."),
    "A workshop needs at least one step.": N_("Add a part: a workshop needs at least one."),
    "A step needs at least one activity that is not a break.": N_("A step needs a part that is not a break."),
}  # fmt: skip
"""The message ids of the reader that speak of keys, and what is said instead. All others are plain already."""

_NO_TIME = N_("Begin each line with the minutes, such as 13: Two minutes left.")


def in_plain_words(problem: Problem) -> Problem:
    """Return the problem in words for somebody who doesn't know the file."""
    if problem.values.get("key") in ("at", "duration") and {"cues", "phases"}.intersection(problem.path):
        return Problem(problem.path, _NO_TIME)
    return problem._replace(message=PLAIN.get(problem.message, problem.message))
