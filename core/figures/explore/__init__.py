"""The pictures of the Explore page: plain values in, Plotly figures out."""
