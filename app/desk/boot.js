// Starts the desk, and says so in words where this browser cannot run it. Nothing else: the desk itself is WebAssembly.
import start from "{{desk-js}}";

start({ module_or_path: "{{desk-wasm}}" }).catch((error) => {
  console.error(error);
  const place = document.getElementById("start");
  if (place) {
    place.querySelector("p:last-of-type").textContent = "Không mở được trên trình duyệt này. Hãy cập nhật trình duyệt rồi thử lại.";
  }
});
