from cx_app.cli import main

main()
