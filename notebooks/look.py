"""How the charts of the notebooks look, in a light and a dark page alike: plain, on a ground of their own."""

import altair as alt

TEAL, ROSE, SAND, GREY = "#0f766e", "#be123c", "#b7791f", "#9aa5a3"

alt.renderers.enable("svg")  # drawn here and kept in the notebook, so that it shows without a network or a script


@alt.theme.register("extractor", enable=True)
def _look() -> alt.theme.ThemeConfig:
    return {
        "config": {
            "background": "#ffffff",
            "padding": 14,
            "font": "sans-serif",
            "view": {"continuousWidth": 600, "continuousHeight": 280, "stroke": None},
            "title": {"anchor": "start", "offset": 14, "fontSize": 15, "subtitleFontSize": 12},
            "axis": {"grid": False, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
            "axisY": {"grid": True, "gridColor": "#e7ecea", "domain": False, "ticks": False},
            "axisBand": {"grid": False},
            "range": {"category": [TEAL, SAND, ROSE, GREY, "#6d5bd0", "#22302f", "#4f9da6"]},
            "bar": {"color": TEAL},
            "line": {"color": TEAL, "strokeWidth": 2.5},
            "text": {"fontSize": 11},
        }
    }
