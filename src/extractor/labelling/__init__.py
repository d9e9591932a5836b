"""Labels there and back: gold and what the rules found, to Label Studio or brat, and what people corrected, to gold.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     export_labels("gold", "brat", Path(folder, "brat"), corpus="corpus").articles
...     done = import_labels(Path(folder, "brat"), "brat", Path(folder, "gold"), corpus="corpus")
...     [str(told) for told in done.articles.values()]
5
['unchanged', 'unchanged', 'unchanged', 'unchanged', 'unchanged']
"""

from extractor.labelling.changes import Changes
from extractor.labelling.exchange import Exported, Imported, export_labels, import_labels
from extractor.labelling.sheet import LabellingError

__all__ = ["Changes", "Exported", "Imported", "LabellingError", "export_labels", "import_labels"]
