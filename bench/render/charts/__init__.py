"""One module per kind of chart, and what they are drawn with.

    theme       the inks: CSS variables in the SVG, fixed colours in the PNG
    lettering   how wide a text is, and how it is cut to its room
    scales      numbers to places on an axis, and the ticks
    sheet       the surface: lines, shapes and text in pixels, from the top left
    svg, png    the two ways out of a sheet
    forest, growth, dots, cost    the charts

A chart is a frozen record of what it shows, with a function `draw(sheet, top, chart)` that draws it below
`top`, over the whole width of the sheet, and returns where it ends. It knows neither Results nor files.
"""
