opening((open, before) => {
  press(document.querySelectorAll("#checked .claim"), open, (claim) => claim.dataset.number);
  document.querySelector("#check-right").scrollTop = 0;
  element.scrollTop = 0;
  if (!open && before) document.querySelector(`#checked [data-number="${before}"]`)?.focus({ preventScroll: true });
}, { preventScroll: true });
