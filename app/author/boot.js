// Starts the author's page, and says so in words where this browser cannot run it. Nothing else: the page itself is WebAssembly.
import start from "{{author-js}}";

start({ module_or_path: "{{author-wasm}}" }).catch((error) => {
  console.error(error);
  const place = document.getElementById("start");
  if (place) {
    place.querySelector("p:last-of-type").textContent = "Không mở được trên trình duyệt này. Hãy cập nhật trình duyệt rồi thử lại.";
  }
});
