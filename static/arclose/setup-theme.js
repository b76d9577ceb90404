// Lets Setup be as light or dark as the other pages are: their choice is told to the admin site before it looks.
"use strict";
localStorage.setItem("theme", document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1] ?? "auto");
