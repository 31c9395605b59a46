// Draws the charts of a page and follows a click on a point to the address that it carries.
for (const place of document.querySelectorAll(".chart")) {
  const figure = JSON.parse(place.dataset.figure);
  Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: true }).then(() => {
    place.dataset.drawn = "true";
    place.on("plotly_click", (event) => {
      const address = event.points[0].customdata?.[0];
      if (address?.startsWith("/")) location.assign(address);
    });
  });
}
