"""How a network came to its answer for one picture, in numbers that can be checked.

explainer = Explainer(manager, bundled, max_pixels=...)
explanation = explainer.explain(picture, Question(model="ann", label=3))
"""

from service.explaining.explainer import Explainer
from service.explaining.explanation import Explanation
from service.explaining.question import Question

__all__ = ["Explainer", "Explanation", "Question"]
