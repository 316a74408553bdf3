// Starts the program, and says so in words where this browser cannot run it. Nothing else: the app itself is WebAssembly.
import start from "{{js}}";

start({ module_or_path: "{{wasm}}" }).catch((error) => {
  console.error(error);
  const place = document.getElementById("start");
  if (place) {
    place.querySelector("p:last-of-type").textContent =
      "Không mở được trên trình duyệt này. Hãy cập nhật trình duyệt Chrome rồi thử lại. Những gì đã lưu trên máy vẫn còn.";
  }
});
