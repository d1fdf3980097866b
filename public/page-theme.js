// Runs before anything is drawn: the colours that were chosen, as the page left them the last time.
const theme = localStorage.getItem('page.theme');
if (theme) document.documentElement.dataset.theme = theme;
