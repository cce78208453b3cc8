# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first match and its audit
#
# **Question.** Who should be matched with whom in the demo programme, why, and how sure is it that
# no better set of duos exists?

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher import match, read, verify
from matcher.output.writing import write_folder

root = next(p for p in (Path.cwd(), *Path.cwd().parents) if (p / "scenarios").is_dir())
problem = read(root / "scenarios" / "demo", as_of="2026-11-02")
len(problem.waiting), len(problem.mentors)

# %%
result = match(problem)
print(f"{result.served} proposals, {result.objective} points, status {result.status}")
result.proposals.head()

# %% [markdown]
# ## Why this duo?
#
# Every rule with the facts on which it held, every criterion with its points, and who came next.
# The text is written to the mentee.

# %%
mentee = result.proposals.mentee.iloc[0]
print(result.explain(mentee, "en"))

# %% [markdown]
# ## Why not another mentor?

# %%
other = next(m.id for m in problem.mentors if m.id != result.proposals.mentor.iloc[0])
answer = result.why_not(mentee, other)
[judgement.sentence.en for judgement in answer.rules if not judgement.allowed] or "allowed"

# %% [markdown]
# ## Is it the best set?
#
# The certificate holds a price for each capacity. Every allowed option weighs at most the sum of the
# prices along it, and the chosen set weighs as much as all capacities together cost. So no other
# set can weigh more. `verify` checks those two lines from the facts, with no solver.

# %%
with TemporaryDirectory() as scratch:
    folder = Path(scratch) / "result"
    write_folder(result.files(), folder)
    checked = verify(folder)
print(checked)

# %% [markdown]
# **Answer.** The set above is proven best for the rule set in force: most people served first, then
# most points.
#
# **Limits.** Best means best by these rules, criteria and weights; what nobody wrote down cannot
# count. The demo's people are made up. A person decides on each proposal.
